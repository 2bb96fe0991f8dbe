/** What sends webhooks, and what they look like: a small event loop, because it shares the machine with the program. */
@NullMarked
package io.hookstream.bench.load;

import org.jspecify.annotations.NullMarked;
