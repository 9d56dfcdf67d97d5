"""Many replicates of a market: program scores drawn afresh."""
