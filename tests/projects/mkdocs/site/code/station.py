# --8<-- [start:read]
def read():
    return 7
# --8<-- [end:read]
