/** How bodies are compared with the JSON Schema of their source, in bounded time and memory. */
@NullMarked
package io.hookstream.api.source.schema;

import org.jspecify.annotations.NullMarked;
