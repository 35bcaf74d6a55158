#include "sqlite_options.h"

#include <sqlite3.h>

int sqlite_options_allow_uris(void) { return sqlite3_config(SQLITE_CONFIG_URI, 1); }

int sqlite_options_fold_on_close(struct sqlite3 *connection, int folds) {
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, folds ? 0 : 1, (int *)0);
}
