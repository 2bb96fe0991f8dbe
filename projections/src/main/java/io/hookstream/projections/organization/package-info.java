/** The read model of organizations. */
@NullMarked
package io.hookstream.projections.organization;

import org.jspecify.annotations.NullMarked;
