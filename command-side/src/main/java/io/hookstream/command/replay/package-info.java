/** What may happen to a replay job. */
@NullMarked
package io.hookstream.command.replay;

import org.jspecify.annotations.NullMarked;
