/**
 * Measures the embedded document store beside mongo-java-server's own: each store in a process of its own with a heap of
 * its own, and the MongoDB driver in this one. Everything a store answers is compared with what it was told.
 */
@NullMarked
package io.hookstream.bench.documents;

import org.jspecify.annotations.NullMarked;
