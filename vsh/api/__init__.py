"""Other systems speak to this one: tokens, who they stand for, and how they are answered."""
