"""How children placed with each care provider did at school, for commissioners.

Source: statutory guidance (2018), "Working with others": commissioners make sure that fostering
and residential providers prioritise educational achievement.
"""
