--@ ends error
--@ options {"maxInstructions": 300000000}
load(('return function(...t) local a <close> = nil '):rep(300) .. ('end '):rep(300))()
error(select(2, load(('return function(...t) local a <close> = nil '):rep(1000) .. ('end '):rep(1000))))
