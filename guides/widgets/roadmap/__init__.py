"""“What would you learn next?”: a goal, what somebody knows already, and what is left to learn, in order."""
