--@ ends returned
--@ options {"libraries": "all"}
warn('@on')
