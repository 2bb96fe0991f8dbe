/** What happens to issues later. */
@NullMarked
package io.hookstream.sagas.issue;

import org.jspecify.annotations.NullMarked;
