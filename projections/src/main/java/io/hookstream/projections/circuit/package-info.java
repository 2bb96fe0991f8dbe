/** The read model of circuits. */
@NullMarked
package io.hookstream.projections.circuit;

import org.jspecify.annotations.NullMarked;
