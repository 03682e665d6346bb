"""Problems made of plain arrays, without a scenario."""
