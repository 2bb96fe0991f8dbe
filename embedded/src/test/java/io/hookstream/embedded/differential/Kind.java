package io.hookstream.embedded.differential;

/** Which indexes a sequence of commands makes. */
enum Kind {
    PLAIN,
    SPARSE_OR_PARTIAL,

    /** The only indexes that the oracle has too, since they change what a write answers. */
    UNIQUE
}
