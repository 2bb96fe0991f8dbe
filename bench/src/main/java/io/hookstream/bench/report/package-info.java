/** Figures, what they are to reach, and how they are written down. */
@NullMarked
package io.hookstream.bench.report;

import org.jspecify.annotations.NullMarked;
