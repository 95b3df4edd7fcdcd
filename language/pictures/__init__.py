"""Captions of single pictures, word by word: the multimodal RNN, NIC, and Show, Attend and Tell."""

MODELS = {
    "mrnn": "multimodal RNN (Karpathy and Fei-Fei 2015)",
    "nic": "neural image caption (Vinyals et al. 2015)",
    "attend": "soft attention (Xu et al. 2015)",
}
