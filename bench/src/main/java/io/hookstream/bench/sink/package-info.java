/** Where webhooks arrive, and the exact account of it. */
@NullMarked
package io.hookstream.bench.sink;

import org.jspecify.annotations.NullMarked;
