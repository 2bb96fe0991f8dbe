/** What happens to circuits later. */
@NullMarked
package io.hookstream.sagas.circuit;

import org.jspecify.annotations.NullMarked;
