/** The query handlers: what can be asked of the read models. None blocks. */
@NullMarked
package io.hookstream.query;

import org.jspecify.annotations.NullMarked;
