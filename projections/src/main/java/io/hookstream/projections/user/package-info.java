/** The read model of users. */
@NullMarked
package io.hookstream.projections.user;

import org.jspecify.annotations.NullMarked;
