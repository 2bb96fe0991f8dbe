/** What can be asked about users. */
@NullMarked
package io.hookstream.query.user;

import org.jspecify.annotations.NullMarked;
