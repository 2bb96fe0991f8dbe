/** The read model of issues. */
@NullMarked
package io.hookstream.projections.issue;

import org.jspecify.annotations.NullMarked;
