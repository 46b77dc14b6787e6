"""THE words in English and Spanish, and how they are put together. Pure."""
