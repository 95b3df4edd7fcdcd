"""The rate of learning, whatever the length of the run."""

from __future__ import annotations

import pytest
import torch

from pipeline.training.one_cycle import one_cycle


@pytest.mark.parametrize("rise", [0.15, 0.2, 0.25])
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4, 9, 19, 100])
def test_a_run_of_any_length_has_a_rate_at_each_step_and_reaches_the_highest(steps, rise):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = one_cycle(optimizer, 0.5, steps, rise)
    rates = [optimizer.param_groups[0]["lr"]]
    for _ in range(steps):
        optimizer.step()
        schedule.step()
        rates.append(optimizer.param_groups[0]["lr"])
    assert all(0 < rate <= 0.5 for rate in rates)
    assert steps < 9 or (max(rates) > 0.4 and rates[-1] < 0.01)


def test_longer_runs_have_the_rates_that_torch_gives_them():
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = one_cycle(optimizer, 0.5, 100, 0.2)
    theirs = torch.optim.lr_scheduler.OneCycleLR(
        torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0), 0.5, total_steps=101, pct_start=0.2
    )
    assert schedule.state_dict()["_schedule_phases"] == theirs.state_dict()["_schedule_phases"]
