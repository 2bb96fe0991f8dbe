/** How many requests a caller may make. */
@NullMarked
package io.hookstream.api.limit;

import org.jspecify.annotations.NullMarked;
