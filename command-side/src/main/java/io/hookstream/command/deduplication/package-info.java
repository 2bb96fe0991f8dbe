/** Which of several equal events is the first. */
@NullMarked
package io.hookstream.command.deduplication;

import org.jspecify.annotations.NullMarked;
