/** The read model of destinations. */
@NullMarked
package io.hookstream.projections.destination;

import org.jspecify.annotations.NullMarked;
