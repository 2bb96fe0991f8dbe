/** Queries about replay jobs. */
@NullMarked
package io.hookstream.query.replay;

import org.jspecify.annotations.NullMarked;
