/** Who may call. */
@NullMarked
package io.hookstream.api.security;

import org.jspecify.annotations.NullMarked;
