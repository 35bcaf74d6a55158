#ifndef GOVLEDGER_SQLITE_OPTIONS_H
#define GOVLEDGER_SQLITE_OPTIONS_H

// Options that SQLite takes through variadic functions, which Swift cannot call.

/// A connection of the system's SQLite.
struct sqlite3;

/// Lets file names that begin with "file:" be URIs. Must be called before the first connection of the
/// process is opened; returns SQLite's result code.
int sqlite_options_allow_uris(void);

/// Whether closing the last connection folds the write-ahead log back and removes it, as SQLite does
/// by default. Returns SQLite's result code.
int sqlite_options_fold_on_close(struct sqlite3 *connection, int folds);

#endif
