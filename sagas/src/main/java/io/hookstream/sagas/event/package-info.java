/** What happens to deliveries later. */
@NullMarked
package io.hookstream.sagas.event;

import org.jspecify.annotations.NullMarked;
