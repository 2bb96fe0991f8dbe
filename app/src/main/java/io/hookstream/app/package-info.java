/** The program: which roles run in this process, and on which stores. */
@NullMarked
package io.hookstream.app;

import org.jspecify.annotations.NullMarked;
