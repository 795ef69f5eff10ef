return { standard = 0.19 }
