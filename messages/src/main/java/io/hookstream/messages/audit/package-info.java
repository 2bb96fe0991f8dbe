/** Who changed what, and when. */
@NullMarked
package io.hookstream.messages.audit;

import org.jspecify.annotations.NullMarked;
