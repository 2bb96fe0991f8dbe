/** What can be asked about received events and their attempts. */
@NullMarked
package io.hookstream.query.event;

import org.jspecify.annotations.NullMarked;
