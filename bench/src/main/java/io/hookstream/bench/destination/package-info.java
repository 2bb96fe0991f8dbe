/** What destinations of each type deliver to: servers of the real kind where they can be had, and stubs where not. */
@NullMarked
package io.hookstream.bench.destination;

import org.jspecify.annotations.NullMarked;
