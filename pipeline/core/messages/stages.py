"""Stages: their names, what they hand to each other, and which world they serve."""

BAD_STAGE = "--stage {value!r} is not of the form STAGE=NAME, as in --stage ranker=lm"
NO_STAGE = "there is no stage {stage!r}{hint}: choose one of {known}"
NO_IMPLEMENTATION = "there is no {stage} {name!r}{hint}: choose one of {known}"
STAGE_PACKAGE_MISSING = "stage {stage}={name}: {reason}"
STAGES_DO_NOT_FIT = (
    "{stage}={name} cannot work without {thing!r}, which {source}={given} does not bring; choose {source}={known}"
)
NOT_A_STAGE = "{name} cannot be a {stage}: give an object with the method {method}()"
PACK_STAGE_MISSING = "the pack {name!r} does not say which {stage} to use; choose one with --stage {stage}=NAME"
STAGE_ARGUMENTS = "the pack {name!r} does not fit {stage} {implementation!r}: {reason}"
NO_PROPOSER_TAKEN = "the detector {detector!r} makes its own proposals; leave out --stage proposer=..."
WORLD_WITHOUT_SCENE = (
    "registrar=objects cannot work in a world without [solids] and [camera] in its config.toml; "
    "choose registrar=keypoints or registrar=none"
)
MOTION_WITHOUT_VIEW = "differ=aligned needs both pictures in one view; choose registrar=keypoints or registrar=none"
UNKNOWN_WORLD = "no pack knows this kind of picture (asked: {asked}); name one with --pack"
NO_SENTENCE = "the generator found no sentence for this change; use --stage generator=templates"
STAGE_NOT_MADE = "the {stage} {name} cannot be made ({reason}); give an object of it"
STAGE_ANSWER = "{stage}={name} does not keep its contract: {method}() must give {wanted}, and gave {given}"
BAD_PARAMETER = "{value!r} is not of the form STAGE.NAME.PARAMETER=VALUE, as in registrar.objects.floor=0.05"
NO_PARAMETER = "{implementation} has no parameter {name!r}{hint}; choose one of {known}"
PARAMETER_VALUE = "{name} must be {wanted}, not {value!r}"
FOLDER_SETTINGS = "{path} cannot be used: {reason}; correct it or remove it"
MOTION_WITHOUT_BLOCKS = "differ=screen needs both pictures aligned block by block; choose registrar=reflow"
