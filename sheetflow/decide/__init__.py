"""Facts -> Decision: rules, flags, steps, the Playbook's defaults, working days. Pure."""
