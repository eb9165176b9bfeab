"""Staff: who they are, what their role allows, how they sign in, and the tokens of machines."""
