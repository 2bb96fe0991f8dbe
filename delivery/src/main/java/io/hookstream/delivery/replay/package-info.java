/** What a replay would do. */
@NullMarked
package io.hookstream.delivery.replay;

import org.jspecify.annotations.NullMarked;
