/** Projections, as an administrator sees them. */
@NullMarked
package io.hookstream.messages.projection;

import org.jspecify.annotations.NullMarked;
