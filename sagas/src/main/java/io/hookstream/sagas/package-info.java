/** Sagas: what is to happen later, decided from the log and woken by deadlines. */
@NullMarked
package io.hookstream.sagas;

import org.jspecify.annotations.NullMarked;
