/** The queries about the past. */
@NullMarked
package io.hookstream.query.history;

import org.jspecify.annotations.NullMarked;
