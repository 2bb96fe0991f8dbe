/** The read model of replay jobs. */
@NullMarked
package io.hookstream.projections.replay;

import org.jspecify.annotations.NullMarked;
