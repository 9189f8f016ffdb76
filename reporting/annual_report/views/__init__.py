"""The pages of the annual report, by what people do there: read, make, publish."""
