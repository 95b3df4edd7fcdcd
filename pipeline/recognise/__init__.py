"""Which pack suits the pictures: a look at their pixels, and where that leaves a doubt, at what the detector says."""
