package org.requestrouter.matrix;

/** One operation on one way through the router: in at a front, through a door, out at a back. */
record Cell(Front front, Back back, Door door, Operation operation) {
  @Override
  public String toString() {
    return operation + ", " + front + " -> " + door + " -> " + back;
  }
}
