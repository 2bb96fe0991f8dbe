/** Issues: failures of one kind at one destination, as one thing to look into. */
@NullMarked
package io.hookstream.messages.issue;

import org.jspecify.annotations.NullMarked;
