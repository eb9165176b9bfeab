"""What runs in a process of its own: it parses what strangers made, and holds no key and no open file of ours.

Started by its folder's name, without the rest of the house, so it may import nothing but its own parts and libraries.
"""
